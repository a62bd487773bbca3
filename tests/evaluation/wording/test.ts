import type { PartWording } from './part-wording.ts';
import { testAgencies } from './test-agencies.ts';
import { testSubjects } from './test-subjects.ts';

const words = (text: string) => text.split(' ');

export const testWording: PartWording = {
  families: words('Hoàng Võ Hồ Dương Trương Đoàn Lương Tô Đào Cao Hà Tạ Phùng Quách Thái Vương'),
  middles: words('Công Đình Thị Hoài Bích Gia Nhật Thế Tấn Thị Mỹ Hồng Quang'),
  givens: words(
    'Ánh Bảo Châu Diệp Duy Đông Hà Hân Huệ Kiệt Loan Long Nghĩa Nhung Oanh Phát Quý Sang Tâm Thảo Trâm Uyên Việt Vy Khuê',
  ),
  wholeNames: ['Y Blơk Niê', 'H’Juel Mlô', 'Thạch Thị Sa Rây', 'Hầu Mí Lình', 'Ksor Phước'],
  enterprises: [
    'Công ty Cổ phần Thủy sản Cửu Long Xanh',
    'Công ty TNHH MTV Cấp nước Kỳ Lâm',
    'Công ty TNHH Khách sạn Hải Âu',
    'Công ty Cổ phần Giáo dục Trí Tuệ Việt',
    'Doanh nghiệp tư nhân Tấn Lộc',
    'Công ty TNHH Hai thành viên Gạch ngói Đồng Nai Thượng',
    'Công ty Cổ phần May mặc Quốc tế Hoa Sen',
  ],
  households: [
    'Hộ kinh doanh Nhà nghỉ Hương Quê',
    'Hộ kinh doanh Lò mổ Út Lượm',
    'Hộ kinh doanh Trung tâm Kỹ năng Mầm Xanh',
  ],
  cooperatives: ['Hợp tác xã Chăn nuôi Thành Công', 'Liên hiệp Hợp tác xã Cà phê Ea Drông'],
  streets: ['Phan Chu Trinh', 'Quang Trung', 'Võ Thị Sáu', 'Cách Mạng Tháng Tám', 'Y Ngông'],
  villages: ['buôn Tung', 'khóm 5', 'thôn Thượng Phúc', 'ấp Cây Dừa', 'bản Nà Lốc'],
  agencies: testAgencies,
  subjects: testSubjects,
  phrases: {
    ownerLabels: {
      person: ['Ông/Bà', 'Họ tên', 'Người sử dụng', 'Chủ hộ'],
      enterprise: ['Tên đơn vị', 'Tên cơ sở', 'Doanh nghiệp', 'Tên chủ giấy phép'],
      household: ['Tên cơ sở', 'Hộ kinh doanh', 'Tên điểm kinh doanh'],
      cooperative: ['Tên đơn vị', 'Hợp tác xã', 'Bên được cấp'],
    },
    identifierLabels: {
      citizen: ['Số định danh cá nhân', 'Thẻ căn cước công dân số', 'Số định danh'],
      card: ['Giấy chứng minh nhân dân số', 'Chứng minh nhân dân'],
      tax: ['Mã số thuế', 'MST', 'Mã số đơn vị'],
    },
    addressLabels: ['Trụ sở, nơi thường trú', 'Nơi ở hiện tại', 'Đặt tại', 'Trụ sở'],
    decisionOpening: [
      'Nay {matter}; chủ hồ sơ: {owner} ({identity}), nơi đặt trụ sở hoặc thường trú: {address}.',
      'Đồng ý cho {owner}, {identity}, tại {address} được {matter}.',
      'Chấp nhận nội dung {matter} theo đơn của {owner}; {identity}; nơi ở: {address}.',
    ],
    decisionClosing: [
      'Giao {office} theo dõi, kiểm tra việc thực hiện và báo cáo kết quả.',
      'Quyết định có hiệu lực thi hành từ ngày ký. Các ông, bà Chánh Văn phòng, Trưởng các phòng chuyên môn và {owner} căn cứ Quyết định thi hành./.',
    ],
    proposal: ['Căn cứ hồ sơ đề nghị của {owner};', 'Xét đề nghị của {office}.'],
    letterOpening: [
      'Phúc đáp văn bản của {owner} (địa chỉ: {address}) đề nghị {matter}, {agency} trả lời như sau:',
    ],
    letterClosing: [
      'Trên đây là ý kiến của {agency}, kính gửi {owner} biết để phối hợp./.',
      'Văn bản này thay thế các ý kiến đã trả lời trước đây về cùng nội dung./.',
    ],
    noticeOpening: [
      'Qua kiểm tra hồ sơ do {owner} (trú tại {address}) nộp, {agency} thông báo về việc {matter}, cụ thể:',
    ],
    licenceOpening: ['CHỨNG NHẬN', 'Cho phép:', 'Giấy này được cấp cho', 'CHO PHÉP'],
    licenceDuties: [
      'Thực hiện đầy đủ nghĩa vụ tài chính, chế độ báo cáo định kỳ trước ngày 15 tháng 12 hằng năm.',
      'Khi có thay đổi về người đại diện, địa điểm hoặc quy mô phải thông báo bằng văn bản trong thời hạn 10 ngày làm việc.',
      'Mọi hành vi vi phạm sẽ bị xử lý, thu hồi theo quy định hiện hành.',
    ],
    confirmation: [
      'Qua đối chiếu sổ bộ và lời khai của người làm chứng, sự việc nêu trong đơn là có thật.',
      'Người được xác nhận chịu trách nhiệm trước pháp luật về lời khai của mình.',
    ],
    minutes: [
      'Vào lúc 14 giờ 15 phút tại {address}, thành phần tham dự có:',
      'Sau khi xem xét hiện trạng, các bên ghi nhận những điểm dưới đây:',
      'Cuộc làm việc kết thúc lúc 16 giờ 40 phút cùng ngày; biên bản được các bên thông qua và cùng ký xác nhận.',
    ],
    report: [
      'Trong kỳ, đơn vị thụ lý 863 lượt hồ sơ, trong đó trực tuyến toàn trình chiếm 71,4 %; trễ hạn 09 hồ sơ do phải xác minh thực địa.',
      'Kết quả còn hiệu lực cần chuyển đổi sang bản điện tử là 15.320 bản, đến nay đã hoàn thành 6.118 bản, vượt tiến độ quý.',
      'Khó khăn lớn nhất là nhiều quyết định ký trước khi có máy vi tính, chữ đánh máy nhòe, con dấu đè lên họ tên người ký.',
      'Đơn vị đã phân công mỗi phòng một đầu mối, kiểm tra chéo hằng tuần và lập sổ theo dõi lỗi nhận dạng.',
      'Phương hướng: hoàn thiện danh mục, mở rộng khai thác dữ liệu dùng chung, không yêu cầu người dân nộp lại giấy tờ đã có.',
      'Đề xuất trang bị kho lạnh bảo quản, máy quét khổ A3 và bổ sung biên chế lưu trữ chuyên trách.',
    ],
    invitation: [
      'Trân trọng mời {owner} đến dự hội nghị về nội dung: {matter}.',
      'Bắt đầu lúc 8 giờ 00 ngày thứ Ba tuần tới, tại Hội trường lớn tầng 3.',
    ],
    until: [
      'Giá trị sử dụng: đến hết {expiry}.',
      'Giấy này hết hiệu lực sau {expiry}.',
      'Có giá trị đến {expiryShort}.',
    ],
    years: [
      'Có hiệu lực trong {years} năm tính từ ngày cấp.',
      'Thời hạn của giấy: {years} năm kể từ ngày ký.',
    ],
    permanent: [
      'Giấy này có giá trị vô thời hạn.',
      'Thời hạn sử dụng: không xác định thời hạn.',
      'Hiệu lực của giấy: lâu dài.',
    ],
    scopeLines: [
      'Giấy này có giá trị trên địa bàn {area}.',
      'Phạm vi: {scope}.',
      'Được sử dụng {scopeIn}.',
    ],
    dossierLines: [
      'Số hồ sơ: {dossier}',
      '(Mã hồ sơ trên hệ thống: {dossier})',
      'Mã số hồ sơ {dossier} nộp trực tuyến.',
    ],
    recipients: [
      '- Như Điều thi hành;',
      '- Chủ hồ sơ;',
      '- Trung tâm PVHCC;',
      '- Website đơn vị;',
      '- Lưu: VT.',
    ],
  },
};
