import type { PartWording } from './part-wording.ts';
import { tuningAgencies } from './tuning-agencies.ts';
import { tuningSubjects } from './tuning-subjects.ts';

const words = (text: string) => text.split(' ');

export const tuningWording: PartWording = {
  families: words('Nguyễn Trần Lê Phạm Huỳnh Phan Vũ Đặng Bùi Đỗ Ngô Lý Trịnh Đinh Mai Lâm'),
  middles: words('Văn Thị Hữu Đức Thanh Quốc Minh Xuân Thị Ngọc Kim Bá Trọng'),
  givens: words(
    'An Bình Cường Dũng Hạnh Hằng Hiếu Khánh Lan Liên Mạnh Nga Phượng Quyên Sơn Thắng Thủy Tú Vinh Yến Đạt Giang Thuận Tuyết Hưởng',
  ),
  wholeNames: ['Giàng A Páo', 'Lò Thị Xuyến', 'Nông Văn Đoàn', 'Kim Sô Phiếp', 'Châu Thị Sà Rinh'],
  enterprises: [
    'Công ty TNHH Thương mại Dịch vụ Phú Gia Khang',
    'Công ty Cổ phần Đầu tư Xây dựng Nam Thịnh',
    'Công ty TNHH Một thành viên Bảo Tín Phát',
    'Doanh nghiệp tư nhân Xăng dầu Hồng Lĩnh',
    'Chi nhánh Công ty Cổ phần Thực phẩm Sao Khuê',
    'Công ty TNHH Sản xuất bao bì Việt Tiến',
    'Công ty Cổ phần Vận tải Sông Thao',
    'Công ty Hợp danh Kế toán Tâm An',
  ],
  households: [
    'Hộ kinh doanh Tạp hóa Cô Ba',
    'Hộ kinh doanh Quán cơm Bình Dân',
    'Hộ kinh doanh Nhà thuốc Thiện Nhân',
    'Hộ kinh doanh Sửa xe Tư Tài',
  ],
  cooperatives: ['Hợp tác xã Dịch vụ Nông nghiệp Đồng Tâm', 'Hợp tác xã Vận tải Thống Nhất'],
  streets: ['Trần Hưng Đạo', 'Lê Lợi', 'Nguyễn Du', 'Hùng Vương', '30 Tháng 4', 'Bà Triệu'],
  villages: ['thôn Đông', 'ấp Hòa Bình', 'khu phố 3', 'tổ dân phố 12', 'xóm Bến'],
  agencies: tuningAgencies,
  subjects: tuningSubjects,
  phrases: {
    ownerLabels: {
      person: ['Họ và tên', 'Ông (bà)', 'Họ, tên người được cấp', 'Cá nhân'],
      enterprise: ['Tên doanh nghiệp', 'Tên thương nhân', 'Đơn vị được cấp', 'Tổ chức'],
      household: ['Tên hộ kinh doanh', 'Tên cơ sở kinh doanh', 'Cơ sở'],
      cooperative: ['Tên tổ chức', 'Tên hợp tác xã', 'Chủ đầu tư'],
    },
    identifierLabels: {
      citizen: ['Số căn cước công dân', 'CCCD số', 'Số căn cước'],
      card: ['Số CMND', 'CMND số'],
      tax: [
        'Mã số doanh nghiệp',
        'Mã số thuế/mã số doanh nghiệp',
        'Giấy chứng nhận đăng ký doanh nghiệp số',
      ],
    },
    addressLabels: ['Địa chỉ', 'Địa chỉ trụ sở chính', 'Nơi thường trú', 'Địa điểm hoạt động'],
    decisionOpening: [
      'Cho phép {owner}, {identity}, địa chỉ tại {address}, {matter}.',
      'Chấp thuận đề nghị của {owner} ({identity}; địa chỉ: {address}) về việc {matter}.',
      'Phê duyệt hồ sơ của {owner}, {identity}, trụ sở: {address}, theo nội dung {matter}.',
      'Cấp cho {owner} kết quả theo yêu cầu {matter}. Chủ hồ sơ có {identity}, hiện ở {address}.',
    ],
    decisionClosing: [
      'Quyết định này có hiệu lực kể từ ngày ký.',
      'Chánh Văn phòng, {office}, Thủ trưởng các đơn vị có liên quan và {owner} chịu trách nhiệm thi hành Quyết định này./.',
    ],
    proposal: [
      'Xét đơn đề nghị của {owner};',
      'Theo đề nghị của {office} tại Tờ trình số 118/TTr-QL,',
    ],
    letterOpening: [
      '{agency} nhận được hồ sơ của {owner}, địa chỉ tại {address}, về việc {matter}.',
      'Sau khi xem xét hồ sơ, {agency} có ý kiến như sau:',
    ],
    letterClosing: [
      'Đề nghị {owner} nghiên cứu, thực hiện đúng quy định./.',
      'Trong quá trình thực hiện, nếu có vướng mắc, kịp thời phản ánh về {agency} để được hướng dẫn./.',
    ],
    noticeOpening: [
      '{agency} thông báo kết quả giải quyết hồ sơ của {owner}, địa chỉ: {address}, về việc {matter} như sau:',
    ],
    licenceOpening: ['Cấp cho:', 'Nay cấp giấy này cho:', 'CẤP PHÉP CHO', 'Chứng nhận:'],
    licenceDuties: [
      'Chấp hành các quy định của pháp luật có liên quan và chịu sự kiểm tra của cơ quan có thẩm quyền.',
      'Xuất trình bản chính khi được yêu cầu; không cho thuê, cho mượn, tẩy xóa hoặc sửa chữa nội dung.',
      'Trước khi hết hạn 30 ngày phải làm thủ tục cấp lại nếu có nhu cầu tiếp tục hoạt động.',
    ],
    confirmation: [
      'Hiện đang cư trú và hoạt động tại địa phương, chấp hành tốt chủ trương, chính sách của Nhà nước.',
      'Nội dung kê khai là đúng với hồ sơ đang lưu giữ tại cơ quan.',
    ],
    minutes: [
      'Hôm nay, hồi 08 giờ 30 phút, tại {address}, chúng tôi gồm:',
      'Đoàn đã kiểm tra thực tế cơ sở vật chất, đối chiếu hồ sơ và thống nhất các nội dung sau:',
      'Biên bản được lập thành 03 bản, mỗi bên giữ 01 bản, đọc lại cho mọi người cùng nghe và nhất trí ký tên.',
    ],
    report: [
      'Thực hiện chương trình công tác năm, {agency} đã tiếp nhận 1.245 hồ sơ, giải quyết đúng hạn 1.219 hồ sơ, đạt tỷ lệ 97,9 %.',
      'Công tác số hóa kết quả giải quyết thủ tục hành chính được triển khai đồng bộ; cán bộ được tập huấn hai đợt, trang bị thêm 06 máy quét.',
      'Bên cạnh kết quả đạt được, vẫn còn một số tồn tại: hồ sơ lưu trữ trước năm 2005 bị mờ, rách; một số giấy tờ chưa có mã định danh của chủ hồ sơ.',
      'Nguyên nhân chủ yếu là do kho lưu trữ chật hẹp, độ ẩm cao, người làm công tác lưu trữ còn kiêm nhiệm nhiều việc.',
      'Trong thời gian tới, tập trung rà soát kết quả còn hiệu lực, ưu tiên lĩnh vực có nhiều giao dịch, phấn đấu hoàn thành trước ngày 30 tháng 11.',
      'Kiến nghị cấp trên bố trí kinh phí thuê dịch vụ chỉnh lý tài liệu và nâng cấp đường truyền cho các đơn vị vùng sâu.',
      'Các phòng, đơn vị báo cáo tiến độ trước ngày 25 hằng tháng, gửi bản điện tử có ký số về Văn phòng để tổng hợp.',
    ],
    invitation: [
      '{agency} trân trọng kính mời {owner} cử đại diện dự buổi làm việc về {matter}.',
      'Thời gian: 14 giờ 00, thứ Năm. Địa điểm: Phòng họp số 2, trụ sở cơ quan.',
    ],
    until: [
      'Giấy này có giá trị đến hết {expiry}.',
      'Có giá trị sử dụng đến {expiry}.',
      'Thời hạn hiệu lực: từ ngày ký đến {expiry}.',
      'Ngày hết hạn: {expiryShort}.',
    ],
    years: [
      'Thời hạn hiệu lực: {years} năm, kể từ ngày ký.',
      'Giấy này có thời hạn {years} năm kể từ ngày cấp.',
    ],
    permanent: [
      'Giấy này có giá trị không thời hạn.',
      'Thời hạn: vĩnh viễn.',
      'Thời hạn hiệu lực: không quy định thời hạn.',
    ],
    scopeLines: [
      'Phạm vi hoạt động: trên địa bàn {area}.',
      'Phạm vi có hiệu lực: {scope}.',
      'Giấy này có hiệu lực {scopeIn}.',
    ],
    dossierLines: [
      'Mã hồ sơ: {dossier}',
      'Căn cứ hồ sơ số {dossier} tiếp nhận tại Bộ phận Một cửa;',
      'Hồ sơ: {dossier}.',
    ],
    recipients: [
      '- Như trên;',
      '- {agency};',
      '- Bộ phận Một cửa;',
      '- Cổng thông tin điện tử;',
      '- Lưu: VT, HS.',
    ],
  },
};
